//! The tests of the store: each runs on SQLite in a folder of its own and, when `TASUKI_TEST_POSTGRES` names a server,
//! on PostgreSQL in a database of its own.
#![allow(clippy::unwrap_used)]
mod accounts;
mod attachments;
mod audit;
mod cards_and_contracts;
mod claimed_again;
mod claims;
mod community;
mod community_masters;
mod community_month;
mod community_prices;
mod community_scope;
mod community_visits;
mod days;
mod dossiers;
mod imports;
mod opening;
mod other_offices;
mod retention;
mod retention_frozen;
mod retention_month;
mod retention_presses;
mod retention_scope;
mod scope;
mod world;

/// One test function a name, run on every engine at hand.
#[macro_export]
macro_rules! on_every_engine {
    ($($name:ident)*) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::world::World::on_sqlite().await).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                match $crate::world::World::on_postgres().await {
                    Some(world) => super::$name(world).await,
                    None => eprintln!("TASUKI_TEST_POSTGRES is not set: not run on PostgreSQL"),
                }
            })*
        }
    };
}
