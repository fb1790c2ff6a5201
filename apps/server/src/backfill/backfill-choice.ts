/** What of an application is asked for. */
export interface BackfillChoice {
  readonly installationId: string;
  /** All of them unless given. */
  readonly ruleIds?: readonly string[] | undefined;
  readonly clientIds?: readonly string[] | undefined;
}
