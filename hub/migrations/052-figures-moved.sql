-- All that stood here has been packed.
DROP TABLE box_figures;
