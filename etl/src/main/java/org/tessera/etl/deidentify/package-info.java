/// Takes out of DICOM files what tells who the patient is, by rules that are data, and says of
/// every attribute what was done and why (PS3.15 Annex E). Knows no database: a file goes in, a
/// file and a log come out.
@NullMarked
package org.tessera.etl.deidentify;

import org.jspecify.annotations.NullMarked;
