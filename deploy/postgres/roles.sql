-- Run once by an administrator of the server, before the first migration.
--   casebook_app      the rights of the application; nobody signs in as it
--   casebook_migrate  owns the tables: migrations, backups, restores
--   casebook_web      web and worker: inherits the rights of casebook_app, owns nothing
\getenv migrate_password MIGRATE_PASSWORD
\getenv web_password WEB_PASSWORD
CREATE ROLE casebook_app NOLOGIN NOBYPASSRLS;
CREATE ROLE casebook_migrate LOGIN CREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'migrate_password';
CREATE ROLE casebook_web LOGIN INHERIT NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'web_password' IN ROLE casebook_app;
CREATE DATABASE casebook OWNER casebook_migrate TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE casebook FROM PUBLIC;
GRANT CONNECT ON DATABASE casebook TO casebook_web;
