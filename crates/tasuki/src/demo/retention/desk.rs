//! 汐風サポートの机: office O2 while it is being filled, and who acts in it.
use super::town::RetentionTown;
use office::{App, actions::known::Known};
use std::collections::BTreeMap;
use store::{Actor, OfficeScope, Role};

/// O2 being filled.
pub(in super::super) struct Desk<'t> {
    pub(super) app: &'t App,
    pub(super) seed: u64,
    pub(super) town: &'t RetentionTown,
    pub(super) accounts: BTreeMap<Role, i64>,
    pub(super) office_id: i64,
    /// O1 and its people, by the ids of the data file.
    pub(super) source: (OfficeScope, &'t BTreeMap<&'t str, i64>),
    pub(super) people: BTreeMap<&'t str, i64>,
    pub(super) jobs: BTreeMap<&'t str, Known>,
    pub(super) plans: BTreeMap<(&'t str, usize), i64>,
}

impl<'t> Desk<'t> {
    /// A desk in an office that has its accounts and nothing else.
    pub(in super::super) fn new(
        app: &'t App,
        (seed, town): (u64, &'t RetentionTown),
        (office_id, accounts): (i64, BTreeMap<Role, i64>),
        source: (OfficeScope, &'t BTreeMap<&'t str, i64>),
    ) -> Desk<'t> {
        let (people, jobs, plans) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Desk { app, seed, town, accounts, office_id, source, people, jobs, plans }
    }

    pub(super) fn scope(&self) -> OfficeScope {
        OfficeScope::for_setup(self.office_id)
    }

    pub(super) fn actor(&self, role: Role) -> Actor {
        Actor { account_id: self.accounts.get(&role).copied(), office: self.scope() }
    }
}
