/// What instances that speak of other images say: Structured Reports, segmentations and structure
/// sets, read by the tables of `mappings/dicom`.
@NullMarked
package org.tessera.etl.imaging.content;

import org.jspecify.annotations.NullMarked;
