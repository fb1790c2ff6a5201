/** 400 MB of memory once decoded: more than any scanner or telephone makes, less than what stops a browser. */
const maxPixels = 100_000_000;
/** What a canvas of any browser holds on one side. */
const maxSide = 32_767;

/** @returns whether a picture would take more memory than a preview may. */
export function hasTooManyPixels({ width, height }: { width: number; height: number }): boolean {
  return !(width > 0 && height > 0) || width * height > maxPixels || Math.max(width, height) > maxSide;
}
