/// Checks data sets against the information object definitions of PS3.3 and the representations of
/// PS3.5.
@NullMarked
package org.tessera.dicom.check;

import org.jspecify.annotations.NullMarked;
