import { type Connector, type Receipt, readFields, remotePathOf } from '@navette/connector';
import { openBucket } from './bucket.ts';
import { manifest } from './manifest.ts';
import { findInBucket, honoursCondition, placeInBucket } from './never-over.ts';

/** A bucket of any S3 server. How documents are placed, and what was tried: README.md. */
export const connector: Connector = {
  manifest,
  open(credentials, context) {
    const fields = readFields(manifest, credentials);
    const { address = '', region = '', bucket: name = '', addressing = '', template = '' } = fields;
    const { accessKeyId = '', secretAccessKey = '' } = fields;
    const bucket = openBucket(
      { address, region, bucket: name, addressing, accessKeyId, secretAccessKey },
      context,
    );
    let isHonoured: boolean | null = null;

    async function learn(signal: AbortSignal): Promise<boolean> {
      isHonoured ??= await honoursCondition(bucket, template, signal);
      return isHonoured;
    }

    return {
      async check(signal) {
        await bucket.list(signal);
        isHonoured = await honoursCondition(bucket, template, signal);
        return { identity: `${name} · ${new URL(address).host}` };
      },

      async deliver(request, signal) {
        const { deliveryId, document } = request;
        const key = remotePathOf(manifest, template, request);
        const placed = await placeInBucket(
          bucket,
          { key, deliveryId, document },
          await learn(signal),
          signal,
        );
        return receiptOf(placed.path);
      },

      async find(request, signal) {
        // No object is found in a bucket that is not there, either.
        await bucket.list(signal);
        const key = remotePathOf(manifest, template, request);
        const { deliveryId, document } = request;
        const found = await findInBucket(bucket, { key, deliveryId, document }, signal);
        return found === null ? null : receiptOf(found);
      },

      close: async () => {},
    };
  },
};

export const connectors = [connector] as const;

/** Compared with what the server holds: nothing is left to confirm. */
function receiptOf(key: string): Receipt {
  return { partnerRef: key, state: 'confirmed' };
}
