/**
 * Turns the pictures that browsers do not know, HEIC of telephones and TIFF of scanners, into ones that they do: they shrink those with
 * care, and a canvas without, where half of the letters of a fax would be lost. One task: a page of a file.
 */
import createHeif from 'libheif-js/libheif-wasm/libheif.js';
import { decode, decodeImage, toRGBA8 } from 'utif2';
import { hasTooManyPixels } from '../picture/pixels.ts';
import type { WorkerAnswer } from '../worker.ts';

export interface PictureTask {
  readonly kind: 'heic' | 'tiff';
  readonly bytes: ArrayBuffer;
  /** From 0. */
  readonly page: number;
  /** The WebAssembly of libheif, for `heic`. */
  readonly library: ArrayBuffer | null;
}

export interface DecodedPicture {
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  /** JPEG or PNG. */
  readonly picture: Blob;
}

type Size = Pick<DecodedPicture, 'width' | 'height'>;

class TooManyPixels extends Error {
  readonly size: Size;
  constructor(size: Size) {
    super('too many pixels');
    this.size = size;
  }
}

addEventListener('message', ({ data }: MessageEvent<PictureTask>) => {
  decodePicture(data).then(
    (answer) => postMessage({ answer } satisfies WorkerAnswer<DecodedPicture>),
    (error: unknown) => postMessage(describe(error)),
  );
});

// What libheif throws behind a timer never comes back to who asked.
addEventListener('unhandledrejection', ({ reason }) => postMessage(describe(reason)));

async function decodePicture(task: PictureTask): Promise<DecodedPicture> {
  return task.kind === 'heic' ? decodeHeic(task) : decodeTiff(task);
}

function describe(error: unknown): WorkerAnswer<DecodedPicture> {
  if (!(error instanceof TooManyPixels)) return { failure: 'broken' };
  const { width, height } = error.size;
  return { failure: 'tooManyPixels', values: { width: String(width), height: String(height) } };
}

/** What we use of libheif's JavaScript, which its types leave out. */
interface Heif {
  readonly HeifDecoder: new () => { decode(bytes: Uint8Array): readonly HeifImage[] };
}

interface HeifImage {
  is_primary(): boolean;
  /** Turned as the telephone was held. */
  get_width(): number;
  get_height(): number;
  display(data: ImageData, done: (shown: ImageData | null) => void): void;
}

async function decodeHeic({ bytes, library }: PictureTask): Promise<DecodedPicture> {
  if (library === null) throw new TypeError('libheif has no WebAssembly');
  const heif = createHeif({ wasmBinary: library }) as unknown as Heif;
  const images = new heif.HeifDecoder().decode(new Uint8Array(bytes));
  const image = images.find((each) => each.is_primary()) ?? images[0];
  if (image === undefined) throw new Error('no picture inside');
  const size = { width: image.get_width(), height: image.get_height() };
  if (hasTooManyPixels(size)) throw new TooManyPixels(size);
  const data = new ImageData(size.width, size.height);
  await new Promise<void>((resolve, reject) => {
    image.display(data, (shown) => (shown === null ? reject(new Error('not decoded')) : resolve()));
  });
  return { ...size, pages: 1, picture: await encode(data, 'image/jpeg') };
}

async function decodeTiff({ bytes, page }: PictureTask): Promise<DecodedPicture> {
  const pages = decode(bytes).filter((each) => each.t256 !== undefined && each.t257 !== undefined);
  const image = pages[page];
  if (image === undefined) throw new Error('no such page');
  const size = { width: Number(image.t256), height: Number(image.t257) };
  if (hasTooManyPixels(size)) throw new TooManyPixels(size);
  decodeImage(bytes, image);
  const pixels = new Uint8ClampedArray(toRGBA8(image));
  if (pixels.length !== size.width * size.height * 4) throw new Error('not all of it is there');
  const data = new ImageData(pixels, size.width, size.height);
  return { ...size, pages: pages.length, picture: await encode(data, 'image/png') };
}

function encode(data: ImageData, type: 'image/jpeg' | 'image/png'): Promise<Blob> {
  const canvas = new OffscreenCanvas(data.width, data.height);
  canvas.getContext('2d')?.putImageData(data, 0, 0);
  return canvas.convertToBlob({ type, quality: 0.92 });
}
