-- What people propose and what became of it, and the jobs on dead letters. Rows are copies, so everything is copied again.

-- A proposal is an entry of the audit log. Its plan, if it has one, is in the log alone.
create table proposal (
  id varchar(500) primary key,
  entry_offset bigint not null,
  happened_at timestamp(3) with time zone not null,
  action varchar(500) not null,
  target varchar(500) not null,
  proposer varchar(500) not null,
  subject varchar(500) not null,
  why varchar not null,
  details varchar not null,
  expires_at timestamp(3) with time zone not null,
  ruling varchar(20),
  ruled_by varchar,
  ruled_at timestamp(3) with time zone,
  ruled_why varchar
);
create index proposal_about on proposal (target);
create index proposal_newest on proposal (entry_offset desc);

create table job (
  topic varchar(249) not null,
  id varchar(500) not null,
  kind varchar(20) not null,
  plan varchar(500),
  actor varchar not null,
  why varchar not null,
  status varchar(20) not null,
  total bigint not null,
  replayed bigint not null,
  parked bigint not null,
  discarded bigint not null,
  skipped bigint not null,
  died_again bigint not null,
  canary_passed boolean not null,
  note varchar,
  started_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  primary key (topic, id)
);
create index job_of_plan on job (plan);

truncate table source;
truncate table progress;
truncate table refund;
truncate table event;
truncate table charge;
truncate table total;
truncate table flow;
truncate table letter;
truncate table letter_state;
truncate table audit;
