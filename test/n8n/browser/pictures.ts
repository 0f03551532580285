import type { Stage } from './stage';

export async function takePictures(_stage: Stage): Promise<void> {}
