import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform.ts';
import { registerAccountRoutes } from './sign-in-account-routes.ts';
import { registerProviderRoutes } from './sign-in-provider-routes.ts';
import { registerPasswordRoutes } from './sign-in-routes.ts';
import { registerSecondFactorRoutes } from './sign-in-second-factor-routes.ts';

export function registerUserRoutes(app: FastifyInstance, platform: Platform): void {
  registerPasswordRoutes(app, platform);
  registerSecondFactorRoutes(app, platform);
  registerAccountRoutes(app, platform);
  registerProviderRoutes(app, platform);
}
