//! 移行: the one list of schema steps for both engines. A step that was released is never edited; a change is a new step.
use sea_orm_migration::prelude::*;

mod m0001_first_house;
mod m0002_imports;
mod m0003_prices_wages;
mod m0004_cap_returned;
mod m0005_retention;
mod m0006_community;
mod m0007_narrow_sessions;

/// All steps in order.
pub(crate) struct Migrations;

#[async_trait::async_trait]
impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_first_house::Step),
            Box::new(m0002_imports::Step),
            Box::new(m0003_prices_wages::Step),
            Box::new(m0004_cap_returned::Step),
            Box::new(m0005_retention::Step),
            Box::new(m0006_community::Step),
            Box::new(m0007_narrow_sessions::Step),
        ]
    }
}

/// An index of a table.
fn index(name: &'static str, on: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut statement = Index::create().name(name).table(on).to_owned();
    for &column in columns {
        statement.col(column);
    }
    statement
}

/// An index that lets no two rows agree in its columns.
fn unique(name: &'static str, on: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(name, on, columns).unique().to_owned()
}
