import { deliveryTransitions } from '@navette/model';
import type { Database } from '../database/open-database.ts';

/**
 * Makes a test's database refuse every change of a delivery's state that `deliveryTransitions` does not name, whoever makes it. A
 * test that sets states by hand says so with the setting `navette.any_transition` = `yes` in its transaction.
 */
export async function refuseStrayTransitions(database: Database): Promise<void> {
  const allowed = Object.entries(deliveryTransitions).flatMap(([from, states]) =>
    states.map((to) => `'${from} ${to}'`),
  );
  const owner = await database.openClient('owner');
  try {
    await owner.query(
      `create function refuse_stray_transition() returns trigger language plpgsql as $$
       begin
         if current_setting('navette.any_transition', true) is distinct from 'yes'
            and old.state || ' ' || new.state not in (${allowed.join(', ')})
         then raise exception 'A delivery went from % to %, which deliveryTransitions does not name', old.state, new.state;
         end if;
         return new;
       end $$;
       create trigger refuse_stray_transition before update of state on deliveries
         for each row when (old.state <> new.state) execute function refuse_stray_transition()`,
    );
  } finally {
    await owner.end();
  }
}
