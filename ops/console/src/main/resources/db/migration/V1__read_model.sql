-- A copy of what the topics say, for search, sums and export. The topics stay the truth: --console.rebuild makes all of
-- this again. The statements are those that H2 and PostgreSQL share.

-- The cluster that the rows come from.
create table source (
  cluster_id varchar(200) not null,
  prefix varchar(200) not null
);

-- Where each partition is read on. It changes in the transaction that writes the rows.
create table progress (
  topic varchar(249) not null,
  part int not null,
  next_offset bigint not null,
  unreadable bigint not null,
  primary key (topic, part)
);

-- A row for each refund, and one for each rejection, whose id is that of its event and whose status is REJECTED.
create table refund (
  id varchar(500) primary key,
  charge_id varchar(500) not null,
  request_id varchar(500),
  provider_refund_id varchar(500),
  origin varchar(20) not null,
  revision bigint not null,
  status varchar(20) not null,
  code varchar(500),
  description varchar,
  currency varchar(500),
  amount numeric(38, 10),
  reason varchar,
  note varchar,
  created_at timestamp(3) with time zone not null,
  changed_at timestamp(3) with time zone not null,
  trace_id varchar(32)
);
create index refund_newest on refund (created_at desc, id desc);
create index refund_of_charge on refund (charge_id);
create index refund_of_request on refund (request_id);
create index refund_at_provider on refund (provider_refund_id);
create index refund_in_status on refund (status, created_at desc, id desc);
create index refund_with_code on refund (code, created_at desc, id desc);
create index refund_in_currency on refund (currency, created_at desc, id desc);
create index refund_of_amount on refund (amount);

-- The story of a charge: every event of the status topic.
create table event (
  part int not null,
  event_offset bigint not null,
  charge_id varchar(500) not null,
  refund_id varchar(500),
  request_id varchar(500),
  type varchar(20) not null,
  revision bigint,
  status varchar(20),
  code varchar(500),
  description varchar,
  currency varchar(500),
  amount numeric(38, 10),
  provider_refund_id varchar(500),
  happened_at timestamp(3) with time zone not null,
  trace_id varchar(32),
  primary key (part, event_offset)
);
create index event_of_charge on event (charge_id);

create table charge (
  id varchar(500) primary key,
  revision bigint not null,
  currency varchar(500) not null,
  captured numeric(38, 10) not null,
  refunded numeric(38, 10) not null,
  pending numeric(38, 10) not null,
  refundable numeric(38, 10) not null,
  updated_at timestamp(3) with time zone not null
);

-- Sums that would take too long to add up for each page.
create table total (
  currency varchar(500) not null,
  status varchar(20) not null,
  code varchar(500) not null,
  refunds bigint not null,
  amount numeric(38, 10) not null,
  primary key (currency, status, code)
);
create table flow (
  minute_at timestamp(3) with time zone not null,
  answer varchar(20) not null,
  code varchar(500) not null,
  requests bigint not null,
  primary key (minute_at, answer, code)
);

-- Dead letters, masked. What was masked is in the topic alone.
create table letter (
  topic varchar(249) not null,
  part int not null,
  letter_offset bigint not null,
  died_at timestamp(3) with time zone not null,
  died_on varchar(249),
  reason varchar(500),
  exception varchar(500),
  place varchar(500),
  message varchar,
  key_masked varchar,
  value_masked varchar,
  bytes int not null,
  replays int not null,
  primary key (topic, part, letter_offset)
);
create table letter_state (
  topic varchar(249) not null,
  part int not null,
  letter_offset bigint not null,
  state varchar(20) not null,
  job varchar(500) not null,
  primary key (topic, part, letter_offset)
);

create table audit (
  entry_offset bigint primary key,
  happened_at timestamp(3) with time zone not null,
  action_id varchar(500) not null,
  phase varchar(20) not null,
  actor varchar not null,
  action varchar(500) not null,
  target varchar not null,
  why varchar,
  result varchar(20),
  details varchar not null
);
create index audit_of_action on audit (action_id);
