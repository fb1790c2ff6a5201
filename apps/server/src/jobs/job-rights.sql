-- Who may do what with background jobs. Payloads hold ids alone.
-- navette_queue takes and ends jobs of every firm; navette_app adds jobs of the firm of its transaction, and sees no other.
-- graphile-worker has row-level security on its tables, without a policy: nothing is seen but what is granted here.
-- Run again whenever this text or graphile-worker's own tables change.

revoke all on all tables in schema graphile_worker from public, navette_app, navette_queue;
revoke all on schema graphile_worker from public;
grant usage on schema graphile_worker to navette_app, navette_queue;

grant select on graphile_worker.migrations to navette_queue;
grant select, insert, update, delete
  on graphile_worker._private_jobs, graphile_worker._private_job_queues, graphile_worker._private_tasks,
     graphile_worker._private_known_crontabs
  to navette_queue;

-- What its function add_job does, under the rights of whoever calls it.
grant select, insert on graphile_worker._private_jobs to navette_app;
grant update (job_queue_id, task_id, payload, max_attempts, run_at, priority, revision, flags, attempts, last_error, updated_at, key)
  on graphile_worker._private_jobs to navette_app;
grant select, insert on graphile_worker._private_job_queues, graphile_worker._private_tasks to navette_app;

drop policy if exists queue on graphile_worker._private_jobs;
drop policy if exists queue on graphile_worker._private_job_queues;
drop policy if exists queue on graphile_worker._private_tasks;
drop policy if exists queue on graphile_worker._private_known_crontabs;
create policy queue on graphile_worker._private_jobs to navette_queue using (true) with check (true);
create policy queue on graphile_worker._private_job_queues to navette_queue using (true) with check (true);
create policy queue on graphile_worker._private_tasks to navette_queue using (true) with check (true);
create policy queue on graphile_worker._private_known_crontabs to navette_queue using (true) with check (true);

drop policy if exists firm on graphile_worker._private_jobs;
drop policy if exists names on graphile_worker._private_job_queues;
drop policy if exists names on graphile_worker._private_tasks;
create policy firm on graphile_worker._private_jobs to navette_app
  using (payload ->> 'firmId' = current_firm()::text) with check (payload ->> 'firmId' = current_firm()::text);
create policy names on graphile_worker._private_job_queues to navette_app using (true) with check (true);
create policy names on graphile_worker._private_tasks to navette_app using (true) with check (true);
