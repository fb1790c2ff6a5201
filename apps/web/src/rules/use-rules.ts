import { type Rule, type RulePreview, routes } from '@navette/api';
import type { DocumentType } from '@navette/model';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

/** The application a rule is of: the firm, and which of its applications. */
export interface Place {
  readonly firm: string;
  readonly installation: string;
}

/** A rule as it is typed in the adding row. */
export interface RuleDraft {
  readonly sourcePath: string;
  readonly withSubfolders: boolean;
  readonly documentType: DocumentType | null;
  /** Empty: documents stay in place. */
  readonly archivePath: string;
}

export interface NewRule {
  readonly sourcePath: string;
  readonly withSubfolders: boolean;
  readonly documentType: DocumentType;
  readonly archivePath: string | null;
}

/** The rules of an application, oldest first. */
export function rulesQuery(params: Place) {
  return queryOptions({
    queryKey: keys.rules(params.firm, params.installation),
    queryFn: ({ signal }) => api.call(routes.listRules, { params, signal }),
    // Its figures move with each document; at each hint would be too often.
    refetchInterval: 60_000,
  });
}

/** Adds a rule: it is in the table as soon as the server has it, and what depends on the rules is asked anew. */
export function useAddRule(params: Place, onSaved: () => void) {
  const queryClient = useQueryClient();
  const { queryKey } = rulesQuery(params);
  return useMutation({
    mutationFn: (body: NewRule) => api.call(routes.createRule, { params, body }),
    onSuccess: (rule) => {
      queryClient.setQueryData(queryKey, (known) => known && { items: [...known.items, rule] });
      void queryClient.invalidateQueries({ queryKey });
      onSaved();
    },
  });
}

/** @returns which path of a rule that was refused is at fault, and the rule it conflicts with; `null` when that cannot be told */
export async function findProblem(params: Place, body: NewRule): Promise<RulePreview['problem']> {
  const asked = api.call(routes.previewRule, { params, body });
  return asked.then(
    ({ problem }) => problem,
    () => null,
  );
}

/**
 * Removes a rule. The first time nothing is confirmed: the server refuses, with how many deliveries would be cancelled, when there
 * are some.
 */
export function useRemoveRule(params: Place, onRemoved: (rule: Rule, cancelled: number) => void) {
  const queryClient = useQueryClient();
  const { queryKey } = rulesQuery(params);
  return useMutation({
    mutationFn: ({ rule, isConfirmed }: { readonly rule: Rule; readonly isConfirmed: boolean }) =>
      api.call(routes.removeRule, {
        params: { ...params, rule: rule.id },
        query: isConfirmed ? { isConfirmed: 'true' } : {},
      }),
    onSuccess: ({ cancelled }, { rule }) => {
      queryClient.setQueryData(
        queryKey,
        (known) => known && { items: known.items.filter(({ id }) => id !== rule.id) },
      );
      void queryClient.invalidateQueries({ queryKey });
      onRemoved(rule, cancelled);
    },
  });
}
