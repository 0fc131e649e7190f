package org.tessera.etl;

import org.tessera.etl.form.Header;
import org.tessera.mappings.Form;

/// A form found in a delivered file.
///
/// @param sheet the tab's name, or the form's where the tab's could be anybody's
record SheetForm(Form form, String sheet, Header header) {}
