#!/bin/sh
# Run once by the PostgreSQL image, on an empty data folder: the role that owns the tables, the one
# that serves them, and the database. docs/postgresql.md says why there are two.
set -eu

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 \
  --username="$POSTGRES_USER" --dbname="${POSTGRES_DB:-$POSTGRES_USER}" \
  --set=owner_password="$CAMBIST_OWNER_PASSWORD" \
  --set=app_password="$CAMBIST_APP_PASSWORD" <<'SQL'
create role cambist_owner login password :'owner_password';
create role cambist_app login password :'app_password';
create database cambist owner cambist_owner encoding 'UTF8' template template0;
revoke connect on database cambist from public;
grant connect on database cambist to cambist_app;
SQL
