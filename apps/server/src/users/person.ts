/** Somebody who can sign in; what he may do is said by each firm he belongs to. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  /** For somebody who is signed in, in a browser. */
  readonly session?: PersonSession;
}

export interface PersonSession {
  readonly id: string;
  /**
   * The one firm that this session opens, when that firm's own provider signed the person in: what a provider says holds in its
   * firm alone. `null` when the person proved who he is to Navette.
   */
  readonly onlyFirmId: string | null;
}
