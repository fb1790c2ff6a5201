import { imageSize } from 'image-size';
import type { Channel } from '../channel.ts';
import type { FileKind } from '../file-kind.ts';
import { ask, CannotShow, startWorker, within } from '../worker.ts';
import type { DecodedPicture, PictureTask } from '../workers/picture-worker.ts';
import { hasTooManyPixels } from './pixels.ts';

export type PictureKind = Extract<FileKind, 'picture' | 'heic' | 'tiff'>;

export interface LoadedPicture {
  readonly element: HTMLElement;
  /** In its own pixels, upright. */
  readonly width: number;
  readonly height: number;
  readonly pages: number;
}

const decodeTimeoutMs = 20_000;

/** A picture, or one page (from 0) of one. @throws CannotShow `tooManyPixels` before anything is decoded, `broken`, `tooSlow` */
export async function loadPicture(
  channel: Channel,
  kind: PictureKind,
  bytes: ArrayBuffer,
  page: number,
): Promise<LoadedPicture> {
  if (kind !== 'tiff') refuseHuge(bytes);
  return kind === 'picture' ? loadByBrowser(bytes) : loadByWorker(channel, { kind, bytes, page });
}

/** A few bytes can stand for more pixels than a computer holds: the header is read first. */
function refuseHuge(bytes: ArrayBuffer): void {
  const size = readSize(bytes);
  if (!hasTooManyPixels(size)) return;
  throw new CannotShow('tooManyPixels', { width: String(size.width), height: String(size.height) });
}

function readSize(bytes: ArrayBuffer): { width: number; height: number } {
  try {
    return imageSize(new Uint8Array(bytes));
  } catch {
    throw new CannotShow('broken');
  }
}

async function loadByBrowser(bytes: ArrayBuffer): Promise<LoadedPicture> {
  const element = await decodeImage(new Blob([bytes]));
  return { element, width: element.naturalWidth, height: element.naturalHeight, pages: 1 };
}

async function loadByWorker(
  channel: Channel,
  { kind, bytes, page }: Omit<PictureTask, 'library'>,
): Promise<LoadedPicture> {
  const library = kind === 'heic' ? await channel.request('libheif.wasm') : null;
  const worker = await startWorker(channel, 'picture-worker.js');
  const task: PictureTask = { kind, bytes, page, library };
  const { picture, ...size } = await ask<DecodedPicture>(worker, task, [], decodeTimeoutMs);
  worker.terminate();
  return { element: await decodeImage(picture), ...size };
}

/** @throws CannotShow `broken`, `tooSlow` */
async function decodeImage(bytes: Blob): Promise<HTMLImageElement> {
  const image = new Image();
  image.alt = '';
  image.src = URL.createObjectURL(bytes);
  try {
    await within(decodeTimeoutMs, image.decode());
  } catch (error) {
    throw error instanceof CannotShow ? error : new CannotShow('broken');
  }
  return image;
}
