import { z } from 'zod';

const received = z.array(
  z.object({
    id: z.string(),
    partner: z.string(),
    dossier: z.string(),
    name: z.string(),
    type: z.string(),
    size: z.number(),
    sha256: z.string(),
    deliveryId: z.string().nullable(),
    receivedAt: z.string(),
  }),
);

/** One document as the sandbox's partner received it. */
export type SandboxReceipt = z.infer<typeof received>[number];

/** What a partner of the sandbox received, oldest first. */
export async function listReceived(sandboxUrl: string, partner = 'inqom'): Promise<SandboxReceipt[]> {
  return received.parse(await (await fetch(`${sandboxUrl}/_sandbox/received?partner=${partner}`)).json());
}

/** Orders a fault, as the sandbox's README describes them. @throws Error when the sandbox does not understand it */
export async function orderFault(
  sandboxUrl: string,
  fault: Readonly<Record<string, unknown>>,
): Promise<void> {
  const answer = await fetch(`${sandboxUrl}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ partner: 'inqom', ...fault }),
  });
  if (!answer.ok) throw new Error(`The sandbox refused the fault: ${await answer.text()}`);
}
