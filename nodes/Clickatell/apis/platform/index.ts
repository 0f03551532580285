export { type SendAnswer, type Verdict, readSendAnswer } from './answer';
export { type DecodedPlatformCallback, type PlatformEvent } from './callbacks/events';
export { decodePlatformCallback } from './callbacks/decode';
export { checkCount, checkMessage, checkSmsSend } from './check';
export { describeError } from './errors';
export {
	readBalance,
	readDownload,
	readMarkedAsRead,
	readMediaInfo,
	readSmsStatus,
	readStatuses,
	readUpload,
} from './read';
export { describeRefusal } from './refusal';
export { describePlatformStatus } from './statuses';
export { writeSchedule } from './times';
export {
	writeBalanceQuery,
	writeDownload,
	writeMarkAsRead,
	writeMediaInfoQuery,
	writeSend,
	writeSmsSend,
	writeSmsStatusQuery,
	writeStatusQuery,
	writeUpload,
} from './write';
