//! 一つの事業所: an office of the town while it is being filled, and who acts in it.
use super::town::{Town, TownOffice, TownPerson};
use office::App;
use std::collections::BTreeMap;
use store::{Actor, OfficeScope, Role};

/// One office being filled.
pub(super) struct Filler<'t> {
    pub(super) app: &'t App,
    pub(super) town: &'t Town,
    pub(super) office: &'t TownOffice,
    pub(super) accounts: BTreeMap<Role, i64>,
    pub(super) office_id: i64,
    /// Ids in the store by those of the data file.
    pub(super) people: BTreeMap<&'t str, i64>,
}

impl<'t> Filler<'t> {
    /// Who acts: the wanted role, or whoever works in the office.
    pub(super) fn actor(&self, role: Role) -> Actor {
        let account_id = self.accounts.get(&role).or_else(|| self.accounts.values().next()).copied();
        Actor { account_id, office: self.scope() }
    }

    pub(super) fn scope(&self) -> OfficeScope {
        OfficeScope::for_setup(self.office_id)
    }

    pub(super) fn people(&self) -> impl Iterator<Item = (&'t TownPerson, i64)> {
        let (town, office) = (self.town, self.office);
        town.people_of(office).filter_map(|person| Some((person, *self.people.get(person.id.as_str())?)))
    }
}
