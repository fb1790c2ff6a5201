import { type Attribute, routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

/** The attributes of a firm, in its order; `undefined` until they are there. */
export function useAttributes(firm: string) {
  return useQuery({
    queryKey: keys.attributes(firm),
    queryFn: ({ signal }) => api.call(routes.listAttributes, { params: { firm }, signal }),
    select: ({ items }): Attribute[] => items,
  });
}

/** @returns the attributes that a client shows as its own SIRET and code: the firm's first of each kind. */
export function mainAttributes(attributes: readonly Attribute[]) {
  return {
    siret: attributes.find(({ kind }) => kind === 'siret'),
    code: attributes.find(({ kind }) => kind === 'code'),
  };
}
