/** Namespaces that a request may use, of SOAP 1.1 and XML Schema. */
export const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
export const ENCODING = 'http://schemas.xmlsoap.org/soap/encoding/';
export const SCHEMA = 'http://www.w3.org/2001/XMLSchema';
export const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
