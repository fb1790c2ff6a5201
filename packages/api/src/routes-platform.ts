import { z } from 'zod';
import { route } from './route.ts';
import { id, role, time } from './shapes.ts';

const health = z.object({ status: z.enum(['ok', 'unavailable']) });

export const platformRoutes = {
  live: route('live', {
    method: 'GET',
    path: '/health/live',
    summary: 'The process answers.',
    who: ['anyone'],
    answer: health,
  }),
  ready: route('ready', {
    method: 'GET',
    path: '/health/ready',
    summary: 'The database and the store of bytes answer. 503 otherwise.',
    who: ['anyone'],
    answer: health.extend({ database: z.boolean(), blobs: z.boolean() }),
  }),
  openapi: route('openapi', {
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This document.',
    who: ['anyone'],
    answer: z.record(z.string(), z.unknown()),
  }),
  about: route('about', {
    method: 'GET',
    path: '/api/v1/about',
    summary: 'Says that this is a Navette server, its version and its time.',
    who: ['anyone'],
    answer: z.object({ product: z.literal('navette'), version: z.string(), time, needsSetup: z.boolean() }),
  }),
  setup: route('setup', {
    method: 'POST',
    path: '/api/v1/setup',
    summary:
      'First run: creates the firm and its administrator. Needs the one-time token printed in the terminal.',
    who: ['anyone'],
    body: z.strictObject({
      token: z.string().max(200),
      firmName: z.string().trim().min(1).max(200),
      name: z.string().trim().min(1).max(200),
      email: z.email().max(254),
      password: z.string().min(10).max(200),
    }),
    answer: z.object({ firmId: id }),
    status: 201,
  }),
  me: route('me', {
    method: 'GET',
    path: '/api/v1/me',
    summary: 'Who is signed in, and the firms he belongs to.',
    who: ['user'],
    answer: z.object({
      user: z.object({
        id,
        name: z.string(),
        email: z.string(),
        /** Chosen for pages and mails; `null` until then. */
        language: z.enum(['fr', 'en']).nullable(),
        hasSecondFactor: z.boolean(),
        /** The session was opened by a firm’s provider, and is good for that firm alone. */
        byProvider: z.boolean(),
      }),
      firms: z.array(z.object({ id, name: z.string(), role })),
    }),
  }),
  pairAgent: route('pairAgent', {
    method: 'POST',
    path: '/api/v1/agents/pair',
    summary: 'Exchanges an e-mail and password, once, for a revocable token of an agent.',
    who: ['anyone'],
    body: z.strictObject({
      webServiceId: z.string().trim().max(100),
      email: z.string().trim().max(254),
      password: z.string().max(200),
      /** Of the second factor, where the account has one: six digits, or a recovery code. */
      code: z.string().trim().max(50).optional(),
      name: z.string().trim().min(1).max(200),
      version: z.string().max(50),
      platform: z.string().max(50),
    }),
    answer: z.object({
      agentId: id,
      token: z.string(),
      firm: z.object({ id, name: z.string() }),
      user: z.object({ name: z.string(), email: z.string() }),
    }),
    status: 201,
  }),
};
