/** What stands beside a study and never competes in it: gradient boosting from another module. No training of ours. */
package dev.lariat.study.yardstick;
