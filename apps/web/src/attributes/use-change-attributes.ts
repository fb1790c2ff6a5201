import { type Attribute, routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { moveItem } from './move-item.ts';

type NewAttribute = z.infer<(typeof routes.createAttribute)['body']>;
type AttributeChange = z.infer<(typeof routes.updateAttribute)['body']>;

/** What an administrator does with the attributes of the firm. The list shows a move at once and comes back if it is refused. */
export function useChangeAttributes() {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const queryKey = keys.attributes(firm);
  const onSettled = async () => {
    // Clients are shown by these attributes: their rows follow.
    void queryClient.invalidateQueries({ queryKey: ['clients', firm] });
    void queryClient.invalidateQueries({ queryKey: ['client', firm] });
    await queryClient.invalidateQueries({ queryKey });
  };
  const creating = useMutation({
    mutationFn: (body: NewAttribute) => api.call(routes.createAttribute, { params: { firm }, body }),
    onSettled,
  });
  const changing = useMutation({
    mutationFn: ({ id, ...body }: AttributeChange & { id: string }) =>
      api.call(routes.updateAttribute, { params: { firm, attribute: id }, body }),
    onMutate: ({ id, position }) => {
      if (position === undefined) return;
      queryClient.setQueryData<{ items: Attribute[] }>(queryKey, (before) => {
        if (!before) return before;
        const from = before.items.findIndex((attribute) => attribute.id === id);
        return { items: [...moveItem(before.items, from, position - 1)] };
      });
    },
    onSettled,
  });
  const deleting = useMutation({
    mutationFn: (id: string) => api.call(routes.deleteAttribute, { params: { firm, attribute: id } }),
    onSettled,
  });
  return { creating, changing, deleting };
}
