//! Where names are looked up. What is not there is nothing, not an error: `default` and `if` have to
//! see that a field is missing, and liquid's own frames refuse before they are asked.
//! Printing nothing is what holds a mail (see `print`).

use std::collections::BTreeSet;

use liquid_core::model::{KString, KStringCow, KStringRef, ScalarCow, try_find};
use liquid_core::runtime::{PartialStore, Registers};
use liquid_core::{Object, ObjectView, Result, Runtime, Value, ValueCow, ValueView};

/// Names laid over those of `parent`.
pub struct Scope<'a> {
    parent: &'a dyn Runtime,
    names: &'a Object,
}

impl<'a> Scope<'a> {
    /// `names` first, then what `parent` knows.
    pub const fn new(parent: &'a dyn Runtime, names: &'a Object) -> Self {
        Self { parent, names }
    }

    fn has(&self, path: &[ScalarCow<'_>]) -> bool {
        path.first().is_some_and(|name| self.names.contains_key(name.to_kstr().as_str()))
    }
}

impl Runtime for Scope<'_> {
    fn partials(&self) -> &dyn PartialStore {
        self.parent.partials()
    }

    fn name(&self) -> Option<KStringRef<'_>> {
        self.parent.name()
    }

    fn roots(&self) -> BTreeSet<KStringCow<'_>> {
        let mut roots = self.parent.roots();
        roots.extend(ObjectView::keys(self.names));
        roots
    }

    fn try_get(&self, path: &[ScalarCow<'_>]) -> Option<ValueCow<'_>> {
        if self.has(path) { try_find(self.names, path) } else { self.parent.try_get(path) }
    }

    fn get(&self, path: &[ScalarCow<'_>]) -> Result<ValueCow<'_>> {
        Ok(self.try_get(path).unwrap_or(ValueCow::Owned(Value::Nil)))
    }

    fn set_global(&self, name: KString, value: Value) -> Option<Value> {
        self.parent.set_global(name, value)
    }

    fn set_index(&self, name: KString, value: Value) -> Option<Value> {
        self.parent.set_index(name, value)
    }

    fn get_index<'a>(&'a self, name: &str) -> Option<ValueCow<'a>> {
        self.parent.get_index(name)
    }

    fn registers(&self) -> &Registers {
        self.parent.registers()
    }
}
