import { attributeKinds } from '@navette/model';
import { z } from 'zod';
import { admins, people, route } from './route.ts';
import { firmParams, id } from './shapes.ts';

export const attribute = z.object({
  id,
  label: z.string(),
  kind: z.enum(attributeKinds),
  /** No two clients of the firm share a value. */
  isUnique: z.boolean(),
  /** 1, 2, 3…: the order of columns and of forms. */
  position: z.number().int(),
  /** How many clients of the firm have a value, archived ones too. */
  clients: z.number().int(),
});

const attributeParams = firmParams.extend({ attribute: id });
const label = z.string().trim().min(1).max(100);

export const attributeRoutes = {
  listAttributes: route('listAttributes', {
    method: 'GET',
    path: '/api/v1/firms/:firm/attributes',
    summary: 'What the firm notes of its clients, in its order.',
    who: [...people, 'api_key'],
    scope: 'clients:read',
    params: firmParams,
    answer: z.object({ items: z.array(attribute) }),
  }),
  createAttribute: route('createAttribute', {
    method: 'POST',
    path: '/api/v1/firms/:firm/attributes',
    summary:
      'Adds an attribute, last. A label that exists already (case and accents do not count) is refused: `name_taken`.',
    who: admins,
    params: firmParams,
    body: z.strictObject({ label, kind: z.enum(attributeKinds), isUnique: z.boolean().optional() }),
    answer: attribute,
    status: 201,
  }),
  updateAttribute: route('updateAttribute', {
    method: 'PATCH',
    path: '/api/v1/firms/:firm/attributes/:attribute',
    summary:
      'Renames an attribute, moves it, makes it unique or not; its kind stays. Making it unique while clients share a value is refused: `attribute_values_shared` names a value and its clients.',
    who: admins,
    params: attributeParams,
    body: z.strictObject({
      label: label.optional(),
      isUnique: z.boolean().optional(),
      /** The others make room. Past the end means last. */
      position: z.number().int().min(1).max(1000).optional(),
    }),
    answer: attribute,
  }),
  deleteAttribute: route('deleteAttribute', {
    method: 'DELETE',
    path: '/api/v1/firms/:firm/attributes/:attribute',
    summary: 'Removes an attribute with its values. Cannot be undone.',
    who: admins,
    params: attributeParams,
    answer: z.object({
      /** Values that went with it. */
      values: z.number().int(),
    }),
  }),
};
