/** Somebody who can sign in; what he may do is said by each firm he belongs to. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
}
