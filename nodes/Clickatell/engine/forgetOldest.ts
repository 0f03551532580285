/** Takes away what was put in first. */
export function forgetOldest(held: Map<string, unknown>): void {
	for (const oldest of held.keys()) {
		held.delete(oldest);
		return;
	}
}
