"""The harm map: where in declared ranges, over the accepted set, a coordinator helps or harms."""
