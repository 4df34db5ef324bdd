//! おでかけの机: office O3 while it is being filled, and who acts in it.
use super::town::CommunityTown;
use office::App;
use std::collections::BTreeMap;
use store::{Actor, OfficeScope, Role};

/// O3 being filled.
pub(in super::super) struct Desk<'t> {
    pub(super) app: &'t App,
    pub(super) seed: u64,
    pub(super) town: &'t CommunityTown,
    pub(super) accounts: BTreeMap<Role, i64>,
    pub(super) office_id: i64,
    /// Accounts of the helpers who have one, by name.
    pub(super) helpers: BTreeMap<String, i64>,
    pub(super) people: BTreeMap<&'t str, i64>,
}

impl<'t> Desk<'t> {
    /// A desk in an office that has its accounts and nothing else.
    pub(in super::super) fn new(
        app: &'t App,
        (seed, town): (u64, &'t CommunityTown),
        (office_id, accounts): (i64, BTreeMap<Role, i64>),
    ) -> Desk<'t> {
        Desk { app, seed, town, accounts, office_id, helpers: BTreeMap::new(), people: BTreeMap::new() }
    }

    pub(super) fn scope(&self) -> OfficeScope {
        OfficeScope::for_setup(self.office_id)
    }

    pub(super) fn actor(&self, role: Role) -> Actor {
        Actor { account_id: self.accounts.get(&role).copied(), office: self.scope() }
    }
}
