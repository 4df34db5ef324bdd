//! 日ごとの加算, in the order of the notice: one file a group of rules, one function a rule.
mod absence;
mod community;
mod employment_transition;
mod home_visit;
mod initial;
mod living;
mod meal;
mod medical;
mod on_base_days;
mod staffing;
mod target_wage;
mod transport;
mod trial_use;

use super::work::Work;

const IN_ORDER: &[fn(&mut Work<'_>)] = &[
    staffing::welfare_professional,
    staffing::visual_hearing,
    staffing::higher_brain_dysfunction,
    staffing::severe,
    initial::apply,
    home_visit::apply,
    absence::apply,
    employment_transition::apply,
    target_wage::instructor,
    target_wage::achievement,
    medical::apply,
    meal::apply,
    transport::apply,
    trial_use::apply,
    living::at_home,
    living::social_life,
    community::collaboration,
    community::emergency_acceptance,
];

/// Applies every daily addition.
pub(super) fn apply(work: &mut Work<'_>) {
    for rule in IN_ORDER {
        rule(work);
    }
}
