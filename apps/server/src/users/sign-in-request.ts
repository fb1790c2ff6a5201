import { NavetteError } from '@navette/model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toHeaders } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import type { Person, PersonSession } from './person.ts';
import type { LibraryAnswer } from './sign-in.ts';

/** A person with the session he called with. */
export type SignedIn = Person & { readonly session: PersonSession };

/** What the library is to know of a request: who asks, from where, with which cookies. */
export function libraryHeaders(platform: Platform, request: FastifyRequest): Headers {
  const given = toHeaders(request);
  const headers = new Headers({
    'content-type': 'application/json',
    // It limits attempts by this address, which a client cannot choose.
    'x-forwarded-for': request.ip,
  });
  for (const name of [
    'cookie',
    'host',
    'origin',
    'referer',
    'user-agent',
    'sec-fetch-site',
    'sec-fetch-mode',
  ]) {
    const value = given.get(name);
    if (value !== null) headers.set(name, value);
  }
  // A browser always names the page that it posts from; what names none is a program, which no other site can steer.
  if (!headers.has('origin')) headers.set('origin', platform.signIn.origin);
  return headers;
}

/** Asks the library in the name of a request, and hands its cookies on to the browser. @returns what it says */
export async function askLibrary(
  platform: Platform,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  path: string,
  body: object,
  headers = libraryHeaders(platform, request),
): Promise<unknown> {
  const answer = await platform.signIn.ask(path, body, headers);
  giveCookies(reply, answer.cookies);
  return answer.body;
}

/**
 * For somebody who is not signed in yet, whatever session this browser still has: the library takes a code that comes with a
 * session for a mere check of the application.
 */
export function withoutSession(headers: Headers): Headers {
  const cookies = (headers.get('cookie') ?? '').split(/;\s*/);
  const changed = new Headers(headers);
  changed.set('cookie', cookies.filter((each) => !/^[^=]*session_(token|data)/.test(each)).join('; '));
  return changed;
}

export function giveCookies(reply: FastifyReply, cookies: LibraryAnswer['cookies']): void {
  for (const cookie of cookies) reply.header('set-cookie', cookie);
}

/** The person of a route for people signed in. */
export function signedIn(caller: Person | null): SignedIn {
  if (caller?.session === undefined) throw new TypeError('This route is for people signed in');
  return { ...caller, session: caller.session };
}

/**
 * What concerns the account itself, in every firm, is not for a session that one firm's provider opened.
 * @throws NavetteError `provider_session`
 */
export function ownSession(caller: Person | null): SignedIn {
  const person = signedIn(caller);
  if (person.session.onlyFirmId !== null) throw new NavetteError('provider_session');
  return person;
}
