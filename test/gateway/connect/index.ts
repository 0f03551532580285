export { ConnectApi, type ConnectCall, DEMO_TOKEN } from './api';
export { CONNECT_ERROR_TEXT } from './codes';
export { CONNECT_FAULT_KINDS, type ConnectFault, type ConnectFaultKind, faultBody } from './faults';
export { COUNTRIES } from './lists';
export { drawDigits, percentEncode } from './picture';
export { readConnectRequest } from './reader';
export { type Outcome, writeConnectReply } from './reply';
export { connectRoute } from './route';
export type { ConnectUser, Mail } from './users';
