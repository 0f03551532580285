import { utcText } from '../formats/zonedTime';
import type { CheckResult } from './checked';
import type { CallValues } from './callValues';
import type { OwnMessage, PlannedCall } from './plan';
import { widened, firstOpen, zonesOf, type QuietHours } from './quietHours';
import { countryName, partsOfNumber } from './text/numberCountry';
import { timeOf } from './timeValues';
import { defined } from '../formats/defined';

/** How an API puts a message off. */
export interface Scheduling {
	/** How far ahead, in milliseconds. */
	readonly mostMs: number;
	/** By how many minutes it may deliver early or late. */
	readonly slackMinutes: number;
}

/**
 * When a message is delivered: at once where that is not after `now`, undefined where no time suits all zones.
 *
 * @param wanted UNIX time in milliseconds, as the others
 */
function deliveryTime(
	quiet: QuietHours,
	zones: readonly string[],
	{ wanted, now, slackMinutes }: { wanted: number; now: number; slackMinutes: number },
): number | undefined {
	if (wanted <= now && firstOpen(quiet, zones, wanted) === wanted) return wanted;
	const wide = widened(quiet, slackMinutes);
	return wide && firstOpen(wide, zones, wanted);
}

/** When a recipient gets a message: at once, at a time as the wire has it, or never; then a sentence says why. */
type Moment =
	| { readonly kind: 'now' }
	| { readonly kind: 'at'; readonly time: string }
	| { readonly kind: 'fault'; readonly fault: string };

const NOW: Moment = { kind: 'now' };

/** Whole seconds, upwards. */
function asUtc(time: number): string {
	return utcText(Math.ceil(time / 1000) * 1000);
}

/** Finds for the recipients of a run when their 'Quiet Hours' let a message through. */
export class OpenHours {
	/** Recipients of a country share their answer. */
	private readonly moments = new Map<string, Moment>();

	/** @param now UNIX time in milliseconds when the run began */
	constructor(
		private readonly scheduling: Scheduling,
		private readonly now: number,
	) {}

	/** The item with the times of recipients who get it later; an item without 'Quiet Hours' as it is. */
	apply(sound: Extract<CheckResult, { ok: true }>): CheckResult {
		const { checked } = sound;
		const { quietHours, scheduledTime } = checked.values;
		if (typeof quietHours !== 'string') return sound;
		const quiet = JSON.parse(quietHours) as QuietHours;
		const wanted = timeOf(scheduledTime) ?? this.now;
		const later = new Map<string, string>();
		const faults: string[] = [];
		for (const msisdn of checked.to ?? []) {
			const moment = this.momentFor(msisdn, quiet, quietHours, wanted);
			if (moment.kind === 'fault') {
				if (!checked.spared?.has(msisdn)) faults.push(`'Quiet Hours' ${moment.fault}`);
			}
			// Also of who gets nothing: a retry asks for the calls of a run that left nobody out.
			else if (moment.kind === 'at') later.set(msisdn, moment.time);
		}
		if (faults.length > 0) return { ok: false, faults };
		return later.size === 0 ? sound : { ok: true, checked: { ...checked, later } };
	}

	private momentFor(msisdn: string, quiet: QuietHours, coded: string, wanted: number): Moment {
		const { country } = partsOfNumber(msisdn);
		const place = quiet.zone ?? country ?? '';
		const key = `${place} ${wanted} ${coded}`;
		const known = this.moments.get(key) ?? this.find(msisdn, quiet, wanted);
		// A fault names the number.
		if (known.kind !== 'fault') this.moments.set(key, known);
		return known;
	}

	private find(msisdn: string, quiet: QuietHours, wanted: number): Moment {
		const zones = quiet.zone === undefined ? zonesOf(msisdn) : [quiet.zone];
		if (zones.length === 0)
			return {
				kind: 'fault',
				fault: `cannot be kept for ${msisdn}, whose time zone is not known; fill in Time Zone`,
			};
		const { slackMinutes } = this.scheduling;
		const time = deliveryTime(quiet, zones, { wanted, now: this.now, slackMinutes });
		if (time === undefined) return { kind: 'fault', fault: neverOpen(msisdn, zones) };
		if (time <= this.now) return NOW;
		if (time - this.now > this.scheduling.mostMs)
			return {
				kind: 'fault',
				fault: `put the message to ${msisdn} off to ${asUtc(time)}, which is more than ${this.scheduling.mostMs / 86_400_000} days ahead; choose an earlier 'Send At'`,
			};
		return { kind: 'at', time: asUtc(time) };
	}
}

function neverOpen(msisdn: string, zones: readonly string[]): string {
	const { country } = partsOfNumber(msisdn);
	return zones.length === 1 || country === null
		? 'leave less than a quarter of an hour of the day; shorten them'
		: `leave no time that suits all ${zones.length} time zones of ${countryName(country)}, where ${msisdn} is; shorten them, or fill in Time Zone`;
}

function atOnce({ scheduledTime: _past, ...others }: CallValues): CallValues {
	return others;
}

/**
 * A call as it is made at the time when it is made: since the run was planned, quiet hours may have begun, and the time of
 * delivery may have come. What shares a call and must wait waits for a time that suits all its recipients.
 *
 * @param now UNIX time in milliseconds
 * @returns undefined where no time does
 */
export function onTime(
	call: PlannedCall,
	{ slackMinutes }: Scheduling,
	now: number,
): PlannedCall | undefined {
	const { quietHours } = call.values;
	const quiet = typeof quietHours === 'string' ? (JSON.parse(quietHours) as QuietHours) : undefined;
	const isPutOff = ({ wire }: Pick<OwnMessage, 'wire'>) => wire['scheduledTime'] !== undefined;
	if (quiet === undefined && !(call.own?.some(isPutOff) ?? isPutOff(call))) return call;
	const timed = (wire: CallValues, to: readonly string[]): CallValues | undefined => {
		const planned = timeOf(wire['scheduledTime']);
		if (planned !== undefined && planned > now) return wire;
		const sent = planned === undefined ? wire : atOnce(wire);
		if (quiet === undefined) return sent;
		const zones = quiet.zone === undefined ? new Set(to.flatMap(zonesOf)) : [quiet.zone];
		const time = deliveryTime(quiet, [...zones], { wanted: now, now, slackMinutes });
		if (time === undefined || time <= now) return time === undefined ? undefined : sent;
		return { ...sent, scheduledTime: asUtc(time) };
	};
	if (call.own === undefined) {
		const wire = timed(call.wire, call.to);
		return wire === call.wire ? call : wire && { ...call, wire };
	}
	const own: OwnMessage[] = [];
	for (const [place, message] of call.own.entries()) {
		const wire = timed(message.wire, [defined(call.to[place])]);
		if (wire === undefined) return undefined;
		own.push(wire === message.wire ? message : { ...message, wire });
	}
	return own.every((message, place) => message === defined(call.own)[place]) ? call : { ...call, own };
}
