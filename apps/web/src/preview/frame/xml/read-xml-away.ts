import type { Channel } from '../channel.ts';
import { ask, startWorker } from '../worker.ts';
import type { XmlReading } from '../workers/xml-worker.ts';

/** The reader keeps its own limits, twice 2 s; this one is for when it cannot. */
const readTimeoutMs = 10_000;

/** Reads XML in a worker. The bytes stay here. @throws CannotShow `tooSlow`, `broken` */
export async function readXmlAway(channel: Channel, bytes: ArrayBuffer): Promise<XmlReading> {
  const worker = await startWorker(channel, 'xml-worker.js');
  const reading = await ask<XmlReading>(worker, { bytes }, [], readTimeoutMs);
  worker.terminate();
  return reading;
}
