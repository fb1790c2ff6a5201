/** What deliberately broken connectors are made of: a right one, and one thing that it does otherwise. */
import {
  type Connector,
  type ConnectorContext,
  type Credentials,
  type DeliverRequest,
  DeliveryError,
  type DocumentToSend,
  type Manifest,
  type Session,
} from '@navette/connector';
import { type ConformanceHarness, exampleHarness } from '@navette/connector/conformance';
import type { ErrorCode } from '@navette/model';
import { connector } from '../template.ts';
import { lineConnector } from './line-connector.ts';
import { lineHarness } from './line-partner.ts';

/** A right connector and a partner that can show it. */
export interface Example {
  readonly connector: Connector;
  readonly harness: ConformanceHarness;
}

export const httpExample: Example = { connector, harness: exampleHarness };
export const lineExample: Example = { connector: lineConnector, harness: lineHarness };

export interface BrokenConnector extends Example {
  /** Goes on "a connector that…". */
  readonly what: string;
}

/** Broken connectors, each under the name of the case that must catch it, alone. */
export type BrokenConnectors = Readonly<Record<string, BrokenConnector>>;

export interface Opened {
  readonly credentials: Credentials;
  readonly context: ConnectorContext;
}

/** What a session does otherwise. Called once for each session. */
export type Breakage = (session: Session, opened: Opened) => Partial<Session>;

export function breakSession(what: string, breakage: Breakage, of: Example = httpExample): BrokenConnector {
  const { manifest, open } = of.connector;
  return {
    ...of,
    what,
    connector: {
      manifest,
      open(credentials, context) {
        const session = open(credentials, context);
        return { ...session, ...breakage(session, { credentials, context }) };
      },
    },
  };
}

export function breakManifest(
  what: string,
  change: (manifest: Manifest) => Partial<Manifest>,
): BrokenConnector {
  const { manifest, open } = httpExample.connector;
  return { ...httpExample, what, connector: { manifest: { ...manifest, ...change(manifest) }, open } };
}

/** Changes one field of the form. */
export function breakField(what: string, name: string, change: object): BrokenConnector {
  return breakManifest(what, ({ fields }) => ({
    fields: fields.map((field) => (field.name === name ? { ...field, ...change } : field)),
  }));
}

/** Changes what the network brings; called once for each session. */
export function breakFetch(
  what: string,
  change: (fetch: ConnectorContext['fetch']) => ConnectorContext['fetch'],
): BrokenConnector {
  const { manifest, open } = httpExample.connector;
  const broken = (context: ConnectorContext) => ({ ...context, fetch: change(context.fetch) });
  return {
    ...httpExample,
    what,
    connector: { manifest, open: (credentials, context) => open(credentials, broken(context)) },
  };
}

export type Deliver = Session['deliver'];

/** Delivers otherwise. */
export function breakDeliver(
  what: string,
  change: (deliver: Deliver) => Deliver,
  of?: Example,
): BrokenConnector {
  return breakSession(what, ({ deliver }) => ({ deliver: change(deliver) }), of);
}

/** Takes some failures of a delivery for something else. */
export function breakDeliveryFailure(
  what: string,
  recover: (error: DeliveryError, request: DeliverRequest, signal: AbortSignal) => DeliveryError | null,
): BrokenConnector {
  return breakDeliver(
    what,
    (deliver) => (request, signal) =>
      deliver(request, signal).catch((error: unknown) => {
        throw (error instanceof DeliveryError ? recover(error, request, signal) : null) ?? error;
      }),
  );
}

/** Takes some failures of a check for something else. */
export function breakCheckFailure(
  what: string,
  recover: (error: DeliveryError, opened: Opened) => DeliveryError | null,
): BrokenConnector {
  return breakSession(what, ({ check }, opened) => ({
    check: (signal) =>
      check(signal).catch((error: unknown) => {
        throw (error instanceof DeliveryError ? recover(error, opened) : null) ?? error;
      }),
  }));
}

/** The same answer, under another code. */
export function recode({ params, answer }: DeliveryError, code: ErrorCode): DeliveryError {
  return new DeliveryError(code, params, answer);
}

/** The same request with other bytes. @param change of the pieces, as they are read */
export function rewrite(
  request: DeliverRequest,
  change: (chunks: ReadableStream<Uint8Array>) => AsyncIterable<Uint8Array>,
): DeliverRequest {
  const { document } = request;
  const open: DocumentToSend['open'] = () => ReadableStream.from(change(document.open()));
  return { ...request, document: { ...document, open } };
}

/** The same request, telling how many bytes of it were read. */
export function countRead(request: DeliverRequest): { request: DeliverRequest; readBytes: () => number } {
  let readBytes = 0;
  async function* counted(chunks: ReadableStream<Uint8Array>) {
    for await (const chunk of chunks) {
      readBytes += chunk.length;
      yield chunk;
    }
  }
  return { request: rewrite(request, counted), readBytes: () => readBytes };
}
