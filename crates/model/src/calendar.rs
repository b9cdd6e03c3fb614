//! What rules say of the calendar. Which day it is somewhere is known to `runnel-engine`, which has
//! the rules of the zones.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// On which day of the year a date comes round, whatever its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnniversaryTest {
    /// Today.
    Today,
    /// In this many days.
    InDays(u32),
    /// This many days ago.
    DaysAgo(u32),
}

/// How far a date is from today, in days of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateTest {
    /// Today or one of this many days that follow.
    WithinNextDays(u32),
    /// Today or one of this many days before.
    WithinLastDays(u32),
    /// Later than that.
    MoreThanDaysAhead(u32),
    /// Longer ago than that.
    MoreThanDaysAgo(u32),
}
