//! A scoring model that is not published, asked of contacts all the same: whose points it would
//! change.

use std::collections::BTreeMap;

use runnel_model::{
    Category, Contact, Diagnostic, PublishedModel, RowId, ScoringModel, Severity, Timestamp,
};

use crate::catalog::Catalog;
use crate::check::Check;
use crate::order;
use crate::recall::Recall;
use crate::rule::Needs;
use crate::scoring::{self, LiveGroup};

/// A compiled model, and what has to be recalled before it can be asked.
pub struct ModelPreview {
    model: ScoringModel,
    groups: Vec<LiveGroup>,
    recall: Recall,
}

/// What a model would make of the points of one contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescored {
    /// The score that the classes look at, now.
    pub before: i64,
    /// The same with the model.
    pub after: i64,
    /// What each row gives now and would give, where that differs.
    pub rows: Vec<(RowId, i64, i64)>,
}

impl ModelPreview {
    /// Compiles a model that may refer to what the catalog knows, or says all that is wrong.
    pub fn compile(model: &ScoringModel, catalog: &Catalog) -> Result<Self, Vec<Diagnostic>> {
        let (version, since, starts_flows) = (0, 0, false);
        let published = PublishedModel { version, since, starts_flows, document: model.clone() };
        let scope = catalog.scope();
        let mut needs = Needs::default();
        let mut check = Check::new(&scope, &mut needs);
        let groups = scoring::compile(&published, &mut check);
        let mut diagnostics = check.diagnostics;
        let document = catalog.document();
        let others = document.models.iter().filter(|one| one.document.id != model.id).cloned();
        let models: Vec<_> = others.chain([published]).collect();
        diagnostics.extend(order::of(&document.segments, &models).err().unwrap_or_default());
        if diagnostics.iter().any(|one| one.severity == Severity::Error) {
            return Err(diagnostics);
        }
        let recall = Recall::of_missing(&needs, catalog);
        Ok(Self { model: model.clone(), groups, recall })
    }

    /// What has to be recalled before it can be asked.
    pub const fn recall(&self) -> &Recall {
        &self.recall
    }

    /// What it would make of a contact at this time.
    pub fn rescore(&self, contact: &Contact, now: Timestamp) -> Rescored {
        let mut rows: BTreeMap<(&RowId, &Category), (i64, i64)> = BTreeMap::new();
        let of_model = contact.awards.iter().filter(|award| award.by.model == self.model.id);
        for award in of_model {
            rows.entry((&award.by.row, &award.category)).or_default().0 += award.points;
        }
        for group in &self.groups {
            for given in group.points(contact, now).0 {
                rows.entry((&given.by.row, &group.category)).or_default().1 += given.points;
            }
        }
        let class_of = self.model.class_of.as_ref();
        let before = contact.score(class_of);
        let counts = |category: &Category| class_of.is_none_or(|of| of == category);
        let differing = rows.into_iter().filter(|(_, (before, after))| before != after);
        let mut rescored = Rescored { before, after: before, rows: Vec::new() };
        for ((row, category), (before, after)) in differing {
            if counts(category) {
                rescored.after += after - before;
            }
            rescored.rows.push((row.clone(), before, after));
        }
        rescored
    }
}
