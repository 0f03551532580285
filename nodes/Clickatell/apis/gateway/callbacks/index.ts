export { decodeCallback, type DecodeOptions } from './decode';
export type {
	CallbackEvent,
	CallbackFormat,
	CallbackRequest,
	DecodedCallback,
	InboundEvent,
	StatusEvent,
} from './events';
export { mendQuery } from './query';
