export { type SendAnswer, type Verdict, readSendAnswer } from './platformAnswer';
export { type DecodedPlatformCallback, type PlatformEvent } from './callbacks/platformEvents';
export { decodePlatformCallback } from './callbacks/platformDecode';
export { checkCount, checkMessage, checkSmsSend } from './platformCheck';
export { describeError } from './platformErrors';
export {
	readBalance,
	readDownload,
	readMarkedAsRead,
	readMediaInfo,
	readSmsStatus,
	readStatuses,
	readUpload,
} from './platformRead';
export { describePlatformRefusal } from './platformRefusal';
export { describePlatformStatus } from './platformStatuses';
export { readZonedTime } from '../../formats/zonedTime';
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
} from './platformWrite';
