import type { ClassData } from '../nodes/Clickatell/n8n/lazyClass';

/** What n8n sees of a class of the package; throws where JSON would lose anything of it. */
export function classData(Class: new () => object): ClassData;
