//! 移行: the one list of schema steps for both engines. A step that was released is never edited; a change is a new step.
use sea_orm_migration::prelude::*;

mod m0001_first_house;
mod m0002_imports;
mod m0003_prices_wages;
mod m0004_cap_returned;

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
        ]
    }
}
