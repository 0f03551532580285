import { defined } from '../../../nodes/Clickatell/formats/defined';

/** A line of a plot: points in the order of x. */
export interface Line {
	readonly name: string;
	readonly points: readonly (readonly [x: number, y: number])[];
	/** Calculated, not measured: drawn dashed and without marks. */
	readonly calculated?: boolean;
	/** How a measured line goes on by calculation. */
	readonly continued?: readonly (readonly [x: number, y: number])[];
}

/** A plot with logarithmic scales on both axes: equal steps are equal ratios. */
export interface Plot {
	/** The file's name without extension. */
	readonly name: string;
	readonly title: string;
	readonly x: string;
	readonly y: string;
	readonly lines: readonly Line[];
}

const WIDTH = 720;
const HEIGHT = 420;
const MARGIN = { left: 86, right: 230, top: 46, bottom: 56 };

/** Told apart in light and dark, and by those who see red and green alike. */
const COLOURS = ['#2f81f7', '#d55e00', '#8a8a8a', '#009e73', '#cc79a7'];

/** Grey that is read on white and on black, without asking which of them it stands on. */
const INK = '#7d8590';

function escape(text: string): string {
	return text.replace(/[&<>]/g, (char) => (char === '&' ? '&amp;' : char === '<' ? '&lt;' : '&gt;'));
}

interface Scale {
	readonly at: (value: number) => number;
	readonly ticks: readonly number[];
}

function scaleOf(values: readonly number[], from: number, to: number): Scale {
	const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
	const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9));
	return {
		at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
		ticks: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)),
	};
}

function label(value: number): string {
	return value >= 1 ? value.toLocaleString('en') : String(Number(value.toPrecision(1)));
}

/**
 * Writes a plot as SVG without scripts, fonts or references, so that it shows wherever a picture does. The background
 * is left clear and the colours fit light and dark pages.
 */
export function writePlot({ title, x, y, lines }: Plot): string {
	const right = WIDTH - MARGIN.right;
	const bottom = HEIGHT - MARGIN.bottom;
	const points = lines.flatMap((line) => [...line.points, ...(line.continued ?? [])]);
	const across = scaleOf(
		points.map(([value]) => value),
		MARGIN.left,
		right,
	);
	const up = scaleOf(
		points.map(([, value]) => value),
		bottom,
		MARGIN.top,
	);
	const round = (value: number) => value.toFixed(1);

	const grid = [
		...across.ticks.map(
			(tick) =>
				`<path class="grid" d="M${round(across.at(tick))} ${MARGIN.top}V${bottom}"/>` +
				`<text x="${round(across.at(tick))}" y="${bottom + 18}" text-anchor="middle">${label(tick)}</text>`,
		),
		...up.ticks.map(
			(tick) =>
				`<path class="grid" d="M${MARGIN.left} ${round(up.at(tick))}H${right}"/>` +
				`<text x="${MARGIN.left - 8}" y="${round(up.at(tick) + 4)}" text-anchor="end">${label(tick)}</text>`,
		),
	];

	// Names stand at the ends of their lines, moved apart where those meet.
	let lowest = Infinity;
	const names = lines
		.map((line, index) => ({ line, index, y: up.at(defined((line.continued ?? line.points).at(-1))[1]) }))
		.sort((a, b) => b.y - a.y)
		.map((entry) => {
			lowest = Math.min(entry.y, lowest - 16);
			return { ...entry, y: lowest };
		});

	const curve = (through: Line['points'], colour: string, calculated: boolean): string => {
		const places = through.map(([px, py]) => [round(across.at(px)), round(up.at(py))] as const);
		const path = places.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${px} ${py}`).join('');
		const dashes = calculated ? ' stroke-dasharray="6 5"' : '';
		const marks = places.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="3.5" fill="${colour}"/>`);
		return (
			`<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>` +
			(calculated ? '' : marks.join(''))
		);
	};
	const curves = lines.flatMap((line, index) => {
		const colour = defined(COLOURS[index]);
		const drawn = curve(line.points, colour, line.calculated === true);
		return line.continued
			? [drawn, curve([defined(line.points.at(-1)), ...line.continued], colour, true)]
			: [drawn];
	});

	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(title)}">`,
		`<style>text{font:13px system-ui,sans-serif;fill:${INK}}.title{font-size:15px;font-weight:600}.grid{stroke:${INK};stroke-opacity:.25;fill:none}</style>`,
		`<text class="title" x="${MARGIN.left}" y="24">${escape(title)}</text>`,
		...grid,
		...curves,
		...names.map(
			({ line, index, y: at }) =>
				`<text x="${right + 10}" y="${round(at + 4)}" style="fill:${defined(COLOURS[index])}">${escape(line.name)}</text>`,
		),
		`<text x="${(MARGIN.left + right) / 2}" y="${HEIGHT - 14}" text-anchor="middle">${escape(x)}</text>`,
		`<text transform="translate(20 ${(MARGIN.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escape(y)}</text>`,
		'</svg>\n',
	].join('\n');
}
