import { z } from 'zod';

/** The name in a query: otherwise kept as it came. */
export const documentName = z
  .string()
  .min(1)
  .max(255)
  .refine((name) => !/\p{Cc}/u.test(name), 'caractère de contrôle refusé');
